/**
 * PyTorch's weights: from a {@code state_dict} in a safetensors file to the variables of this
 * module's cells and layers, and back.
 */
package dev.rondo.models.torch;
