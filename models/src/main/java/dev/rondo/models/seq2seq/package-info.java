/** From sequence to sequence: encoder, decoder with attention, and greedy decoding. */
package dev.rondo.models.seq2seq;
