/** Rules that change parameters by their gradients, and the training step made of them. */
package dev.rondo.models.optimizer;
