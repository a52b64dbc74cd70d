-- +goose Up
-- The last page that showed the widget of a site, and the last that asked and may not.

CREATE TABLE sightings (
    site    TEXT    NOT NULL, -- key
    refused INTEGER NOT NULL, -- the site's list does not name the page
    origin  TEXT    NOT NULL,
    at      INTEGER NOT NULL, -- microseconds
    PRIMARY KEY (site, refused)
) STRICT, WITHOUT ROWID;
