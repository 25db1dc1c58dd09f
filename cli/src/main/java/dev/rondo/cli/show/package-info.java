/** Displays for people: progress, attention maps, charts. */
package dev.rondo.cli.show;
