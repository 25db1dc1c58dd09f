/** Layers without time: embedding, dense, layer normalisation, dropout; and what a trace is for. */
package dev.rondo.models.layer;
