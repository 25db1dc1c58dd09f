/** The vectors that this process uses, and masks of their lanes. */
package dev.rondo.backend.simd.lanes;
