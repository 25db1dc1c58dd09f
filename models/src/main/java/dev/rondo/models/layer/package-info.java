/** Layers without time: embedding, dense, layer normalisation. */
package dev.rondo.models.layer;
