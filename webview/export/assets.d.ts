/** Files that the build puts into a bundle as text. */
declare module '*.css' {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: that is what esbuild makes of such a file
  export default text;
}
declare module '*.svg' {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: that is what esbuild makes of such a file
  export default text;
}
