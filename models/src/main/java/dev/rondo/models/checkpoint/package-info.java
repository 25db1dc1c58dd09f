/**
 * What a training run leaves on disk: tensors as safetensors, checkpoints that are committed by one
 * rename, and the run directory that holds them. Every file that is read is taken to be hostile.
 */
package dev.rondo.models.checkpoint;
