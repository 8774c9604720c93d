// Package browser tests the pages in a real browser, headless Chromium, the way people
// use them: by role and accessible name, by keyboard, at several widths, in both colour
// schemes and languages, and with axe-core.
//
// The tests need Chromium on the PATH and, in this folder, `npm ci`.
package browser
