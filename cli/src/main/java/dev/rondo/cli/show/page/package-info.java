/** A page of text, tables and pictures as one HTML file that needs nothing else. */
package dev.rondo.cli.show.page;
