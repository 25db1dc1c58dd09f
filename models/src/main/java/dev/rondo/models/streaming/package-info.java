/** Sequences that are read as they arrive. */
package dev.rondo.models.streaming;
