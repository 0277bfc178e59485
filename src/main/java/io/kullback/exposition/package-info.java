/**
 * What others pull: metrics, the read-only API and the status page.
 */
package io.kullback.exposition;
