// Our own pictograms, drawn on a 64 x 64 canvas in the browser that renders the font. Order = glyph code, from 33 ('!').
/** Canvas 2D commands per icon; `c` is the context with round caps, white on transparent, line width 7. */
export const icons: { name: string; draw: string }[] = [
  { name: 'tick', draw: 'c.lineWidth=10;c.moveTo(10,34);c.lineTo(26,50);c.lineTo(55,16);c.stroke()' },
  { name: 'cross', draw: 'c.lineWidth=10;c.moveTo(14,14);c.lineTo(50,50);c.moveTo(50,14);c.lineTo(14,50);c.stroke()' },
  {
    name: 'clock',
    draw: 'c.arc(32,32,25,0,7);c.stroke();c.beginPath();c.moveTo(32,17);c.lineTo(32,33);c.lineTo(43,39);c.stroke()',
  },
  {
    name: 'phone',
    draw: 'c.roundRect(18,5,28,54,6);c.stroke();c.beginPath();c.moveTo(29,50);c.lineTo(35,50);c.stroke()',
  },
  {
    name: 'back',
    draw: 'c.arc(34,35,20,-2.2,2.6);c.stroke();c.beginPath();c.moveTo(24,6);c.lineTo(20,20);c.lineTo(35,23);c.stroke()',
  },
  {
    name: 'alert',
    draw: 'c.moveTo(32,8);c.lineTo(58,54);c.lineTo(6,54);c.closePath();c.stroke();c.beginPath();c.moveTo(32,26);c.lineTo(32,38);c.moveTo(32,46);c.lineTo(32,47);c.stroke()',
  },
  {
    name: 'offline',
    draw: 'c.arc(32,50,3,0,7);c.fill();c.beginPath();c.arc(32,52,18,3.9,5.5);c.stroke();c.beginPath();c.arc(32,52,34,3.95,5.45);c.stroke();c.beginPath();c.moveTo(10,58);c.lineTo(54,8);c.stroke()',
  },
  {
    name: 'list',
    draw: 'c.moveTo(24,16);c.lineTo(56,16);c.moveTo(24,32);c.lineTo(56,32);c.moveTo(24,48);c.lineTo(56,48);c.moveTo(9,16);c.lineTo(11,16);c.moveTo(9,32);c.lineTo(11,32);c.moveTo(9,48);c.lineTo(11,48);c.stroke()',
  },
  {
    name: 'bell',
    draw: 'c.moveTo(12,48);c.lineTo(52,48);c.moveTo(16,46);c.quadraticCurveTo(20,42,20,28);c.quadraticCurveTo(20,14,32,14);c.quadraticCurveTo(44,14,44,28);c.quadraticCurveTo(44,42,48,46);c.moveTo(32,13);c.lineTo(32,8);c.moveTo(28,57);c.lineTo(36,57);c.stroke()',
  },
];
