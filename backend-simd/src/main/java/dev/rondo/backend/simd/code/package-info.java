/** Classes generated for expressions and functions, and the formulas they are made of. */
package dev.rondo.backend.simd.code;
