"""SQL that reads the cells of a statistical table: periods, numbers, HS codes, directions, editions.

Every cell arrives as text, numbers with a decimal point (`decimals` sees to that). What cannot be read becomes null,
and `convert` tells a missing cell from a wrong one.
"""

from __future__ import annotations

#: Macros made on the connection that reads a file. ``NA`` is how R writes nothing, ``:`` how Eurostat does; in a cell
#: with a country of two letters ``NA`` is Namibia, and to the US Census ``-`` is the world.
#: The edition after that of 2022 is that of 2028, whose codes are not known here.
MACROS = r"""
create or replace macro flow_cell(cell) as
    case when trim(cell) in ('', 'NA', 'N/A', 'NaN', 'nan', 'null', 'NULL', 'None', ':', '..', '-') then null
    else trim(cell) end;
create or replace macro flow_area(cell, kept) as case when trim(cell) = kept then kept else flow_cell(cell) end;
create or replace macro flow_close(cell) as replace(replace(replace(cell, ' ', ''), chr(160), ''), chr(8239), '');
create or replace macro flow_number(cell) as
    coalesce(try_cast(flow_cell(cell) as double), try_cast(flow_close(flow_cell(cell)) as double));
create or replace macro flow_period(cell) as case
    when regexp_full_match(cell, '\d{4}') then cell
    when regexp_full_match(cell, '\d{4}52') or regexp_full_match(cell, '\d{4}00') then left(cell, 4)
    when regexp_full_match(cell, '\d{4}(0[1-9]|1[0-2])') then left(cell, 4) || '-' || right(cell, 2)
    when regexp_full_match(cell, '\d{4}-(0[1-9]|1[0-2])(-\d{2}.*)?') then left(cell, 7)
    when regexp_full_match(cell, '\d{4}M(0[1-9]|1[0-2])') then left(cell, 4) || '-' || right(cell, 2)
    when regexp_full_match(cell, '\d{4}(0[1-9]|1[0-2])\d{2}') then left(cell, 4) || '-' || substr(cell, 5, 2)
    end;
create or replace macro flow_month(year_cell, month_cell) as
    case when try_cast(month_cell as integer) between 1 and 12
         then year_cell || '-' || lpad(cast(cast(month_cell as integer) as varchar), 2, '0')
         when try_cast(month_cell as integer) in (0, 52) or lower(month_cell) = 'year' then year_cell end;
create or replace macro flow_even(digits) as
    case when length(digits) in (1, 3, 5, 7, 9) then '0' || digits else digits end;
create or replace macro flow_digits(cell) as case
    when regexp_full_match(cell, '\d+') then flow_even(cell)
    when regexp_full_match(cell, '\d{5,}\.0') then flow_even(regexp_replace(cell, '\.0$', ''))
    when regexp_full_match(cell, '[\d. ]+') then regexp_replace(cell, '[. ]', '', 'g')
    end;
create or replace macro flow_hs(cell) as case
    when upper(cell) in ('TOTAL', 'ALL') then 'TOTAL'
    when regexp_full_match(upper(cell), '\d{2}[A-Z]{2,6}\d{0,4}') then upper(cell)
    when regexp_full_match(flow_digits(cell), '\d{2,12}') and left(flow_digits(cell), 2) not in ('00', '77')
    then flow_digits(cell) end;
create or replace macro flow_kind(cell) as case
    when upper(cell) in ('X', 'EXPORT', 'EXPORTS', '2') then 'X'
    when upper(cell) in ('M', 'IMPORT', 'IMPORTS', '1') then 'M'
    when upper(cell) in ('RX', 'RE-EXPORT', 'RE-EXPORTS', 'REEXPORT', '3') then 'RX'
    when upper(cell) in ('RM', 'RE-IMPORT', 'RE-IMPORTS', 'REIMPORT', '4') then 'RM'
    end;
create or replace macro flow_edition(year) as case
    when year >= 2022 then 2022 when year >= 2017 then 2017 when year >= 2012 then 2012 when year >= 2007 then 2007
    when year >= 2002 then 2002 when year >= 1996 then 1996 when year >= 1988 then 1988 end;
create or replace macro flow_vintage(cell, period) as case
    when regexp_full_match(upper(cell), 'H[0-6]') then
        [1988, 1996, 2002, 2007, 2012, 2017, 2022][cast(substr(cell, 2, 1) as integer) + 1]
    when try_cast(cell as integer) between 1988 and 2027 then flow_edition(cast(cell as integer))
    when cell is null or upper(cell) in ('HS', 'CN') then flow_edition(cast(left(period, 4) as integer))
    end;
create or replace macro flow_hidden(hs) as
    hs like '9999%' or not regexp_full_match(hs, '\d+|TOTAL');
"""
