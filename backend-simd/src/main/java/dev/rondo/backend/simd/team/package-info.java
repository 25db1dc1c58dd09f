/** Threads that share the work of one caller. */
package dev.rondo.backend.simd.team;
