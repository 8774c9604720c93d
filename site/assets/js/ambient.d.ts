// The module that the build makes of a language's words.
declare module 'words' {
  const words: Record<string, string>;
  export default words;
}

/** What Go lends to build.js: the codec's function of a name, for its record or its number. */
declare function lent(name: string, input: Uint8Array, args: number[]): Uint8Array | number;
