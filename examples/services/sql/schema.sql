create table if not exists item (name text primary key, price integer not null check (price > 0));
