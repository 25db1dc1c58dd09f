/** Kernels that move, reduce and draw numbers. */
package dev.rondo.backend.simd.data;
