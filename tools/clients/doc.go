// Package clients tests the local server with clients and proxies that others
// wrote: node's ws, Debian's python3-websockets, Firefox, nginx and HAProxy. What
// a test needs and does not find makes it fail with the name of the package.
package clients
