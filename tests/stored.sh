#!/bin/sh
# Every field of the model of a figure is stored with it: each name in the structs of figure.h has a
# line in stored_fields.c. What is not stored is named here.
set -u
cd "$(dirname "$0")/.." || exit 1
count=0
bad=0
not_stored='texts memos memo_count forgets axes_count layer_count tick_count category_count more_count extra_count weighed'

check() { # STATUS NAME
  count=$((count + 1))
  if [ "$1" -eq 0 ]; then echo "ok $count - $2"; else bad=1; echo "not ok $count - $2"; fi
}

# fields_of STRUCT FILE: the names of its members, one a line
fields_of() {
  awk -v start="typedef struct $1 {" -v end="} $1;" '
    $0 == start { inside = 1; next }
    $0 == end { inside = 0 }
    inside { print }' "$2" |
    sed -e 's,/\*.*\*/,,' -e '/\/\*/,/\*\//d' -e 's/enum {[^}]*}//' |
    tr ';' '\n' | sed -e 's/\[[^]]*\]//g' -e 's/\*/ /g' |
    awk 'NF { n = split($0, parts, ","); for (i = 1; i <= n; i++) { m = split(parts[i], words, " "); print words[m] } }'
}

for struct in dw_color_choice dw_cells dw_inset dw_layer dw_axis dw_axes dw_figure; do
  fields=$(fields_of "$struct" core/plot/figure.h)
  [ "$(echo "$fields" | wc -l)" -ge 3 ]
  check $? "$struct has fields"
  for field in $fields; do
    case " $not_stored " in *" $field "*) continue ;; esac
    grep -qE "\($struct, $field[,)]" core/plot/stored_fields.c
    check $? "$struct: $field is stored"
  done
done
exit "$bad"
