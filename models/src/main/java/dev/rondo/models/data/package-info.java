/** Data sets: a text in pieces, and written dates with their ISO form. */
package dev.rondo.models.data;
