/** What people look at: progress, attention maps, the loss curve. */
package dev.rondo.cli.show;
