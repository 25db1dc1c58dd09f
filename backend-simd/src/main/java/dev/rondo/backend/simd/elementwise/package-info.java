/** Kernels that compute each element of a result from the elements at its place. */
package dev.rondo.backend.simd.elementwise;
