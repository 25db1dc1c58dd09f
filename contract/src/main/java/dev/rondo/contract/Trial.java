package dev.rondo.contract;

/**
 * A computation that was drawn for verification.
 *
 * @param subject what is computed, and on which numbers
 * @param differences whether its gradient can be compared with differences: it is smooth and small
 */
public record Trial(Subject subject, boolean differences) {}
