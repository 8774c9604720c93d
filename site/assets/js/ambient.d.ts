// The module that the build makes of a language's words.
declare module 'words' {
  const words: Record<string, string>;
  export default words;
}

/** Go lends this to build.js: it calls the codec's function of a name, for a record or a number. */
declare function lent(name: string, input: Uint8Array, args: number[]): Uint8Array | number;
