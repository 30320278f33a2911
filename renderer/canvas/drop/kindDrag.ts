/** Kind of drag data that names a node kind. */
export const KIND_DRAG = "application/x-shotgraph-kind";
