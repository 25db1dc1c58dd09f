/**
 * Sums over the members of a group ({@link dev.rondo.collective.AllReduce}): threads of one JVM
 * ({@link dev.rondo.collective.LocalGroup}), or processes that form a ring over TCP ({@link
 * dev.rondo.collective.RingPlace}).
 *
 * <p>Whatever the transport, a sum is taken in the order of ranks: the same number of members gives
 * the same bits.
 */
package dev.rondo.collective;
