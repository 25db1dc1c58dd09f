/** Kinds of attention, for a step of a decoder and for whole sequences. */
package dev.rondo.models.attention;
