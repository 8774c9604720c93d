// Package clients tests the local server with clients and proxies by others: node's ws,
// Debian's python3-websockets, Firefox, nginx and HAProxy. If a test does not find what
// it needs, it fails with the name of the package to install.
package clients
