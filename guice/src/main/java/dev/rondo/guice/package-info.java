/** Rondo in programs that are put together by Guice. */
package dev.rondo.guice;
