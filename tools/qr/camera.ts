// A phone's camera before a panel: what it makes of a QR at arm's length, in bad light, from the side. A model, with a
// seed; it says which of two QRs is easier to read and not how a certain phone does.
import { seeded } from '../seeded';

/** A QR on a panel. */
export interface ShownQr {
  /** Row after row, 1 is dark. */
  modules: Uint8Array;
  sideModules: number;
  modulePx: number;
  quietModules: number;
  pitchMm: number;
  dark: number;
  light: number;
}

/** How a picture is taken. Lengths in camera pixels, levels 0 to 255, angles in degrees. */
export interface Shot {
  distanceMm: number;
  blurPx: number;
  noise: number;
  /** 1 leaves the panel's contrast as it is; below, light from elsewhere washes it out. */
  contrast: number;
  tiltDegrees: number;
  /** How bright the middle of a reflection is; 0 for none. */
  glare: number;
}

/** A grey picture, one byte a pixel. */
export interface GreyPicture {
  widthPx: number;
  heightPx: number;
  data: Uint8Array;
}

/** A common main camera's preview: 1,920 pixels over 65 degrees. */
const SENSOR_PX = 1920;
const VIEW_DEGREES = 65;
/** The panel's rim and the box around it, in millimetres. */
const MARGIN_MM = 4;
const CASE_LEVEL = 120;
/** Samples a camera pixel takes in each direction. */
const SAMPLES = 2;
/** A reflection's radius as a share of the QR's side. */
const GLARE_RADIUS = 0.22;

export const DISTANCES_MM = [150, 250, 350] as const;
const CLEAN = { blurPx: 0.6, noise: 3, contrast: 1, tiltDegrees: 4, glare: 0 };
/** Five conditions, by name. */
export const CONDITIONS: Readonly<Record<string, Omit<Shot, 'distanceMm'>>> = {
  clean: CLEAN,
  noisy: { ...CLEAN, blurPx: 0.8, noise: 22 },
  pale: { ...CLEAN, blurPx: 0.8, noise: 8, contrast: 0.4 },
  slanted: { ...CLEAN, blurPx: 0.8, noise: 8, tiltDegrees: 38 },
  glare: { ...CLEAN, blurPx: 0.8, noise: 8, glare: 190 },
};

/** Takes a picture. The seed decides the turn, the place within a pixel, the noise and where a reflection lies. */
export function shoot(qr: ShownQr, shot: Shot, seed: number): GreyPicture {
  const next = seeded(seed);
  const pxPerMm = SENSOR_PX / (2 * shot.distanceMm * Math.tan((VIEW_DEGREES / 360) * Math.PI));
  const sideMm = (qr.sideModules + 2 * qr.quietModules) * qr.modulePx * qr.pitchMm;
  const halfMm = sideMm / 2;
  const sidePx = Math.ceil((sideMm + 2 * MARGIN_MM) * pxPerMm * 1.15);
  const place = placed(shot, next, pxPerMm, sidePx);
  const sharp = new Float32Array(sidePx * sidePx);
  for (let y = 0; y < sidePx; y++)
    for (let x = 0; x < sidePx; x++) {
      let sum = 0;
      for (let sy = 0; sy < SAMPLES; sy++)
        for (let sx = 0; sx < SAMPLES; sx++) {
          const [mmX, mmY] = place(x + (sx + 0.5) / SAMPLES, y + (sy + 0.5) / SAMPLES);
          sum += levelAt(qr, mmX + halfMm, mmY + halfMm, sideMm);
        }
      sharp[y * sidePx + x] = sum / SAMPLES ** 2;
    }
  return { widthPx: sidePx, heightPx: sidePx, data: exposed(blurred(sharp, sidePx, shot.blurPx), sidePx, shot, next) };
}

/** From a place in the picture to millimetres on the panel, its middle being 0, 0: a pinhole before a tilted plane. */
function placed(
  shot: Shot,
  next: () => number,
  pxPerMm: number,
  sidePx: number,
): (x: number, y: number) => [mmX: number, mmY: number] {
  const turn = (next() - 0.5) * 0.5;
  const tilt = ((shot.tiltDegrees * (0.8 + 0.4 * next())) / 180) * Math.PI;
  const [shiftX, shiftY] = [next() - 0.5, next() - 0.5];
  const focalPx = pxPerMm * shot.distanceMm;
  const [sinTurn, cosTurn] = [Math.sin(turn), Math.cos(turn)];
  const [sinTilt, cosTilt] = [Math.sin(tilt), Math.cos(tilt)];
  return (x, y) => {
    const rayX = x - sidePx / 2 + shiftX;
    const rayY = y - sidePx / 2 + shiftY;
    // The plane is tilted about the vertical axis: the ray meets it at this share of the distance.
    const share = shot.distanceMm / (focalPx * cosTilt - rayX * sinTilt);
    const mmX = rayX * share;
    const mmY = rayY * share * cosTilt;
    return [mmX * cosTurn - mmY * sinTurn, mmX * sinTurn + mmY * cosTurn];
  };
}

function levelAt(qr: ShownQr, mmX: number, mmY: number, sideMm: number): number {
  if (mmX < 0 || mmY < 0 || mmX >= sideMm || mmY >= sideMm) {
    // Unlit pixels beside the quiet zone belong to the panel, then comes the case.
    const outsideMm = Math.max(-mmX, -mmY, mmX - sideMm, mmY - sideMm);
    return outsideMm < 1 ? qr.light : CASE_LEVEL;
  }
  const moduleMm = qr.modulePx * qr.pitchMm;
  const column = Math.floor(mmX / moduleMm) - qr.quietModules;
  const row = Math.floor(mmY / moduleMm) - qr.quietModules;
  const inside = column >= 0 && row >= 0 && column < qr.sideModules && row < qr.sideModules;
  return inside && qr.modules[row * qr.sideModules + column] === 1 ? qr.dark : qr.light;
}

function blurred(sharp: Float32Array, sidePx: number, blurPx: number): Float32Array {
  const reach = Math.ceil(3 * blurPx);
  const weights = Array.from({ length: 2 * reach + 1 }, (_none, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * blurPx ** 2)),
  );
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const pass = (from: Float32Array, stepX: number, stepY: number): Float32Array =>
    from.map((_level, at) => {
      const [x, y] = [at % sidePx, Math.floor(at / sidePx)];
      let sum = 0;
      for (let k = -reach; k <= reach; k++) {
        const nearX = Math.min(sidePx - 1, Math.max(0, x + k * stepX));
        const nearY = Math.min(sidePx - 1, Math.max(0, y + k * stepY));
        sum += weights[k + reach]! * from[nearY * sidePx + nearX]!;
      }
      return sum / whole;
    });
  return pass(pass(sharp, 1, 0), 0, 1);
}

/** Washed out, with a reflection, with noise, in whole levels. */
function exposed(levels: Float32Array, sidePx: number, shot: Shot, next: () => number): Uint8Array {
  const [glareX, glareY] = [sidePx * (0.3 + 0.4 * next()), sidePx * (0.3 + 0.4 * next())];
  const radius = sidePx * GLARE_RADIUS;
  return Uint8Array.from(levels, (level, at) => {
    const away = ((at % sidePx) - glareX) ** 2 + (Math.floor(at / sidePx) - glareY) ** 2;
    const glare = shot.glare * Math.exp(-away / (2 * radius ** 2));
    const noise = shot.noise * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
    return Math.min(255, Math.max(0, Math.round(128 + (level - 128) * shot.contrast + glare + noise)));
  });
}
