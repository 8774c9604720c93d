// The module that the build makes of a language's words.
declare module 'words' {
  const words: Record<string, string>;
  export default words;
}

/** How the page's language writes each term of the glossary, by the term's id. */
declare module 'marks' {
  const marks: Record<string, string[]>;
  export default marks;
}
/** Each term of the glossary and its sentence, by the term's id. */
declare module 'glossary' {
  const glossary: Record<string, [term: string, sentence: string]>;
  export default glossary;
}
/** The titles of RFCs' sections: "6455 5.2". */
declare module 'sections' {
  const sections: Record<string, string>;
  export default sections;
}

/** Go lends this to build.js: it calls the codec's function of a name, for a record or a number. */
declare function lent(name: string, input: Uint8Array, args: number[]): Uint8Array | number;
