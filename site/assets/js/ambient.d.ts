// The module that the build makes of a language's words.
declare module 'words' {
  const words: Record<string, string>;
  export default words;
}
