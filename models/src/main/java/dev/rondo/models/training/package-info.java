/**
 * The training loop: it takes batches and does updates, evaluations and checkpoints, and ends in an
 * orderly way. It drives any {@link dev.rondo.backend.Executable} with an entry that trains, and
 * knows no model.
 */
package dev.rondo.models.training;
