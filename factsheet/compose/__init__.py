"""Turn an edition into HTML, with every string carrying its key."""
