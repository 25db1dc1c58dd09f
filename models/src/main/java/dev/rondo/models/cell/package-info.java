/** Recurrent cells: their textbook equations, and stacks of them. */
package dev.rondo.models.cell;
