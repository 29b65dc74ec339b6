begin;
insert into item values ('tea', 3), ('pot', 20);
select count(*) from item;
rollback;
