// Package timers has a server's process begin anew with timers that end late. The program
// imports it for that alone; elsewhere than on Linux it does nothing. It needs few other
// packages, so that Go makes it ready before nearly all that the program consists of.
package timers
