package dev.rondo.models.data;

/**
 * A text and what is to be written for it.
 *
 * @param source what is read
 * @param target what is written
 */
public record Pair(String source, String target) {}
