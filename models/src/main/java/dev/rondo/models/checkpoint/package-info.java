/**
 * What a training run leaves on disk: tensors as safetensors, checkpoints that are committed by one
 * rename, and the run directory that holds them. Every file that is read is treated as hostile.
 */
package dev.rondo.models.checkpoint;
