/** Gradient flow: how the gradient of one step's loss reaches the states of all steps before. */
package dev.rondo.cli.flow;
