/**
 * Where everything is put together: commands, and what they start.
 */
package io.kullback.app;
