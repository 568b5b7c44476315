/** The option of every command that builds an image. */
export const LANGUAGES = [
  '-l, --languages <tags>',
  "what the box shows and says, its own language first (default: the board's): ne,en or ne,km=en, Khmer texts with the English voice",
] as const;
