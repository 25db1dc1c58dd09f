/** What {@code rondo apply} does: PyTorch's modules on a user's arrays. */
package dev.rondo.cli.apply;
