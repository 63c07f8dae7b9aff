#include "bodies.h"

#include <doctest/doctest.h>

#include <string>

using namespace neove;
using namespace neove::administrative_unit;

TEST_CASE("the fuzz body of a list of units holds over its corpus") {
    const std::string lists[] = {
        "",
        "\xEF\xBB\xBFmã;tên;loại\n1;D;Tỉnh\n",
        "mã,tên,loại,thuộc,trước\n2,D,Thành phố,,2000-01-01/1 phần\n22,E,Thành phố,2,2000-01-01/11 hết; "
        "2001-01-01/2\n",
        "mã,tên,loại,từ,đến\n2,D,a,-,2005-01-01\n2,D,c,2005-01-01,\n",
        "mã,tên,loại,từ,đến\n2,D,a,2005-01-01,2004-01-01\n2,D,c,-,-\n",
        "mã\ttên\tloại\n\"2\"\t\"D \"\"E\"\"\"\ta\n3\t\"F\n",
        "mã,tên,loại,thuộc\n2,D,a,1\n11,E,b,11\n12,F,b,\n",
        "mã,tên,loại,cấp,nguồn,căn cứ\n2,D,Thành phố,Cao,confirmed,x\n13,D,Thành phố,Thấp,?,y\n",
        "mã,mã,màu\n1,2,3,4\n",
    };
    for (const std::string& text : lists) {
        for (std::size_t size = 0; size <= text.size(); ++size) fuzz_list(as_bytes(text).first(size));
    }
}
