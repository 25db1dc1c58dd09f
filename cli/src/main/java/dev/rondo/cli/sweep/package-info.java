/**
 * A search over the options of {@code rondo train}: what is tried, the trials, which are ordinary
 * runs, and the table of how well each did.
 */
package dev.rondo.cli.sweep;
