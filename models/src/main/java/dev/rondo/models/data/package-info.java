/** Data sets: a text in pieces, pairs of texts, and written dates with their ISO form. */
package dev.rondo.models.data;
