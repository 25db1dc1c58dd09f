/** Several elementwise operations in one go: interpreted at first, by generated code later. */
package dev.rondo.backend.simd.fused;
