/**
 * The training loop: batches in, updates, evaluations, checkpoints, and an orderly end. It drives
 * any {@link dev.rondo.backend.Executable} with an entry that trains, and knows no model.
 */
package dev.rondo.models.training;
