/** Products of matrices: blocks, packed panels and unrolled tiles. */
package dev.rondo.backend.simd.product;
