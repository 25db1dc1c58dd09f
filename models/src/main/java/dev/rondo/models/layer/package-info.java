/** Layers without time: embedding, dense, layer normalization, dropout; and what a trace is for. */
package dev.rondo.models.layer;
