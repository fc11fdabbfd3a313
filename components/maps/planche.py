def planche_svg(r,m): return ""
