/**
 * Several elementwise operations computed together: interpreted at first, by generated code later.
 */
package dev.rondo.backend.simd.fused;
