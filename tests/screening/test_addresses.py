"""Addresses: streets, buildings and units told apart, however they are spelt and in whatever order they stand."""

from __future__ import annotations

import pytest

from tidewaiter.screening.addresses import compare_addresses, may_share_building, normalise_address

HO_KING = "Room 1605, Ho King Commercial Center, 2-16 Fa Yuen Street, Mong Kok, Kowloon, Hong Kong"
LUARD = "Unit D, 16/F One Capital Place, 18 Luard Rd, Wan Chai, Hong Kong"
STRAND = "Office 704, 135 Bonham Strand, Sheung Wan, Hong Kong"
BELOV = "26 General Belov St, Office 1010, Moscow, Russia 115583"
LOCKHART = "Room 19C Lockhart Centre 301-307, Lockhart Rd. Wan Chai, Hong Kong"
HOLLYWOOD = "Room 1318-19, 13F, Hollywood Plaza, 610 Nathan Road, Mong Kok, Kowloon, Hong Kong"
HASAT = "No: 52 Hasat Sk., Kamara Iç Kapi No: 1, Merkez Mah., Sisli, Istanbul, 34381, Turkey"
MAIN = "14C, Hung Shui Kiu Main Street, Yuen Long, N.T., Hong Kong"
EASEY = "Room 1502, Easey Commercial Building, 253-261 Hennessy Road, Wan Chai, Hong Kong"
CHEVALIER = "Room 803, Chevalier House 45-51, Chatham Road South, Tsim Sha Tsui, Hong Kong"


def level_of(one: str, other: str) -> str:
    """Return how far two addresses agree, which is the same in both directions."""
    there = compare_addresses(normalise_address(one), normalise_address(other))
    back = compare_addresses(normalise_address(other), normalise_address(one))
    assert there.level == back.level
    return there.level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        (HO_KING, "Flat 1605 Ho King Comm. Ctr., 2-16 Fayuen St, Mongkok, Kln, Hong Kong", "same unit"),
        (HO_KING, "Rm 803, 8 Fa Yuen Street, Mongkok, Hong Kong", "same building"),
        (LUARD, "Unit D 16th Floor, One Capital Place, No.18 Luard Road, Wanchai, Hong Kong", "same unit"),
        (LUARD, "9/F One Capital Place, 18 Luard Road, Wan Chai, Hong Kong", "same building"),
        (STRAND, "135 Bonham Strand Trade Centre, Sheung Wan, Hong Kong", "same building"),
        (BELOV, "Moscow, General Belov street 26, office 1011", "same building"),
        ("8 Pravdy Street, Moscow, 125040, Russia", "ул. Правды, д. 8, Москва, 125040", "same address"),
        ("Москва, ул. Тверская, д. 10, кв. 5", "10 Tverskaya ul., kv. 5, Moskva", "same unit"),
        ("12 Yubileynaya St, Barnaul, Russia", "Ul. Jubileinaia, D. 12, Barnaul", "same address"),
        ("Koptevskaya Ulitsa 67, Moscow, 125239, Russia", "67 Koptevskaya St, Moscow", "same address"),
        (HASAT, "No 52 Hasat Sokak, Merkez Mahallesi, Şişli, İstanbul", "same building"),
        (HASAT, "Hasat Sokağı No:52 İç Kapı No:1 Şişli İstanbul Türkiye", "same unit"),
        ("Rua Augusta, 500, São Paulo", "Rua Augusta 500, Sao Paulo, Brazil", "same address"),
        ("Calle 10 No 46-45, Cali", "Calle 10 No. 46-45, Cali, Colombia", "same address"),
        ("Schmidener Strasse 98, Stuttgart", "Schmidenerstraße 98, 70374 Stuttgart, Germany", "same address"),
        ("16 rue de la Paix, 75002 Paris", "16 rue de la Paix, Paris 75002, France", "same address"),
        ("Street 60 No 5, Khartoum", "No. 5, 60th Street, Khartoum, Sudan", "same address"),
        ("10 Park Road, Lahore", "10 Park Rd., Lahore, Pakistan", "same address"),
        ("15 Agiou Pavlou, Nicosia", "15 Agiou Pavlou, Nicosia 1105, Cyprus", "same address"),
        ("11932 Lake June Rd, Balch Springs TX", "11932 LAKE JUNE ROAD, BALCH SPRINGS, TX, 75180, US", "same address"),
        ("Rafael Campoy #307, Pitic, Hermosillo", "Rafael Campoy 307, Col. Pitic, Hermosillo, Mexico", "same address"),
        ("Plot 12, Hattar Industrial Estate, Haripur", "Plot No. 12 Hattar Ind. Estate, Haripur", "same address"),
        ("Tsim Sha Tsui Kimberley Road 12 Hong Kong", "12 Kimberley Rd., Tsim Sha Tsui, HK", "same address"),
        ("Hauptstr. 5, 10827 Berlin", "Hauptstraße 5, Berlin, Germany", "same address"),
        ("15 Lenina pr-t, Yekaterinburg", "пр. Ленина, 15, Екатеринбург", "same address"),
        ("Carrera 7 No. 71-21, Bogota", "Cra. 7 # 71-21, Bogotá, Colombia", "same address"),
        ("No. 12, 5th Alley, Vozara St., Tehran", "12, Fifth Alley, Vozara Street, Tehran, Iran", "same address"),
        ("50, Jln Ampang, Kuala Lumpur, Malaysia", "Jalan Ampang No. 50, Kuala Lumpur", "same address"),
        ("88 Nanjing Road (West), Shanghai, China", "No. 88 Nanjing West Road, Shanghai", "same address"),
        (CHEVALIER, "Chevalier House, 45-51 Chatham Rd S, TST, Hong Kong", "same building"),
        (EASEY, "255 Hennessy Rd, Wanchai, HK", "same building"),
        ("P.O. Box 83982, Sharjah", "P.O. Box 83982, Sharjah, U.A.E.", "same address"),
    ],
)
def test_one_building_in_other_spelling_and_order(one: str, other: str, level: str) -> None:
    assert level_of(one, other) == level


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (LUARD, "Unit D, 16/F, 18 Fenwick Street, Wan Chai, Hong Kong"),
        (LUARD, "18 Jaffe Road, Wan Chai, Hong Kong"),
        (MAIN, "14 Main Street, Yuen Long"),
        ("10/F, Lippo Centre Tower 1, 89 Queensway, Admiralty, Hong Kong", "89 Hennessy Road, Wan Chai, Hong Kong"),
        (HOLLYWOOD, "610 Shanghai Street, Mong Kok, Kowloon, Hong Kong"),
        ("7/F MW Tower, 111 Bonham Strand, Sheung Wan, Hong Kong", "111 Hennessy Road, Wan Chai, Hong Kong"),
        (HASAT, "No 52 Lale Sk., Merkez Mah., Sisli, Istanbul"),
        (STRAND, "Office 704, 111 Bonham Strand, Sheung Wan, Hong Kong"),
        ("Lucky Centre, 165-171 Wan Chai Road, Wan Chai, Hong Kong", "165 Hennessy Road, Wan Chai, Hong Kong"),
        (CHEVALIER, "45 Chatham Road North, Hung Hom, Hong Kong"),
        ("12 Kimberley Road Tsim Sha Tsui Kowloon", "12 Granville Road Tsim Sha Tsui Kowloon"),
        ("Tsim Sha Tsui Kimberley Road 12 Hong Kong", "Tsim Sha Tsui Granville Road 12 Hong Kong"),
        ("10 Nikolskaya Street, Moscow, Russia", "10 Tverskaya Street, Moscow, Russia"),
        ("Москва, ул. Неглинная, д. 10, кв. 5", "10 Tverskaya ul., kv. 5, Moskva"),
        ("Calle 5 No. 3-20, Cali", "Calle 10 No. 46-45, Cali, Colombia"),
        ("Calle 10 No. 5-45, Cali, Colombia", "Calle 5 No. 10-20, Cali, Colombia"),
        ("Carrera 51 B No. 12, Medellin, Colombia", "Carrera 43B No. 12, Medellin, Colombia"),
        ("16 rue de la Pompe, 75002 Paris", "16 rue de la Paix, Paris 75002, France"),
        ("Rua Bela Cintra, 500, São Paulo", "Rua Augusta 500, Sao Paulo, Brazil"),
        ("Street 15 No 5, Khartoum", "No. 5, 60th Street, Khartoum, Sudan"),
        ("10 Garden Road, Lahore", "10 Park Rd., Lahore, Pakistan"),
        ("15 Makariou, Nicosia 1105", "15 Agiou Pavlou, Nicosia 1105, Cyprus"),
        ("Hauptstr. 5, 10827 Berlin", "Bergstraße 5, Berlin, Germany"),
        ("45 Hamra Street, Beirut", "45 Verdun Street, Beirut, Lebanon"),
        ("Carrera 9 No. 71-21, Bogota", "Cra. 7 # 71-21, Bogotá, Colombia"),
        ("No. 12, 5th Alley, Vozara St., Tehran", "No. 12, 7th Alley, Vozara St., Tehran, Iran"),
        ("Latifa Tower, 45 Sheikh Zayed Road, Dubai", "Al Moosa Tower, Sheikh Zayed Road, Dubai"),
        ("5 Oak Road, Hattar Industrial Estate, Haripur", "5 Elm Road, Hattar Industrial Estate, Haripur"),
        ("11934 Lake June Rd, Balch Springs TX", "11932 LAKE JUNE ROAD, BALCH SPRINGS, TX, 75180, US"),
        ("Leningradskoe highway, 6, building 1, Moscow", "Dom 31A, Stroenie 1, Prospekt Leningradskii, Moscow"),
    ],
)
def test_another_street_or_number_is_another_building_however_much_of_the_town_agrees(one: str, other: str) -> None:
    assert level_of(one, other) == "different"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 Station Road, Lagos, Nigeria", "12 Station Road, Nairobi, Kenya"),
        ("5 Lenina Street, Moscow", "ul. Lenina 5, Ufa, Russia"),
        ("Emerald Tower, Lahore, Pakistan", "Emerald Tower, Karachi, Pakistan"),
        ("P.O. Box 1000, White Deer, PA", "P.O. Box 1000, Petersburg, VA"),
    ],
)
def test_one_name_in_two_towns_is_two_buildings(one: str, other: str) -> None:
    assert level_of(one, other) == "different"


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        (LOCKHART, "19C Lockhart Centre, Wan Chai, Hong Kong", "same unit"),
        (LOCKHART, "16D Lockhart Centre, Wan Chai, Hong Kong", "same building"),
        (EASEY, "Rm 1502 Easey Coml Bldg Wan Chai, Hong Kong, China", "same unit"),
        (LUARD, "Unit D, 16/F, One Capital Place, Hong Kong, China", "same unit"),
        ("Emerald Tower, Clifton, Karachi", "Emerald Tower, Karachi, Pakistan", "same address"),
        ("Trade Centre, Karachi", "4/F Trade Centre, 5 Canal Road, Karachi, Pakistan", "different"),
        (LOCKHART, "Lockhart Centre", "different"),
    ],
)
def test_the_name_of_a_building_in_its_town_stands_for_street_and_number(one: str, other: str, level: str) -> None:
    assert level_of(one, other) == level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Suzhou, Jiangsu, China", "Suzhou, Jiangsu, China", "same town"),
        ("Peshawar, Pakistan", "25 Khyber Bazaar Road, Peshawar, Pakistan", "same town"),
        ("Sao Paulo, Brazil", "Rua Augusta 500, Sao Paulo, Brazil", "same town"),
        ("Kecioren, Ankara, Turkey", "Cankaya, Ankara, Turkey", "different"),
        ("Hong Kong", "18 Luard Road, Hong Kong", "different"),
        ("Valiasr Street, Tehran, Iran", "12 Vali Asr Ave, Tehran, Iran", "different"),
        ("Hennessy Road, Wanchai, Hong Kong, China", "89 Hennessy Road, Wan Chai, Hong Kong", "different"),
        ("Unit 502, Kashani Street, Rasht, Iran", "Unit 502, Kashani St., Rasht, Iran", "same unit"),
    ],
)
def test_a_town_or_a_street_without_a_number_is_no_building(one: str, other: str, level: str) -> None:
    assert level_of(one, other) == level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        (LUARD, "16D One Capital Place, 18 Luard Road, Wan Chai, Hong Kong", "same unit"),
        (LUARD, "Unit D, 17/F One Capital Place, 18 Luard Road, Wan Chai, Hong Kong", "same building"),
        (LUARD, "Unit D, One Capital Place, 18 Luard Road, Wan Chai, Hong Kong", "same building"),
        (LOCKHART, "19C, Lockhart Centre, 301-307 Lockhart Road, Wan Chai, Hong Kong", "same unit"),
        (LOCKHART, "Flat C, 19/F, Lockhart Ctr, 301-307 Lockhart Rd, HK", "same unit"),
        (LOCKHART, "Flat C, 19/F, Lockhart Centre, 301-307 Lockhart Road, Wan Chai", "same unit"),
        (HOLLYWOOD, "Rm 1319, Hollywood Plaza, 610 Nathan Rd, Mongkok, Hong Kong", "same unit"),
        (HOLLYWOOD, "Rm 1321, Hollywood Plaza, 610 Nathan Rd, Mongkok, Hong Kong", "same building"),
        (HO_KING, "Room 1605A, Ho King Commercial Centre, 2-16 Fayuen Street, Mongkok", "same building"),
        (HO_KING, "Room 1605-A, Ho King Commercial Centre, 2-16 Fayuen Street, Mongkok", "same building"),
        ("Room 1605-A, 7 Elm Road, Lahore", "Rm. 1605A, 7 Elm Road, Lahore", "same unit"),
        (
            "Unit 04, 7/F Bright Way Tower, 33 Mong Kok Road",
            "Room 704, Bright Way Tower, 33 Mong Kok Road",
            "same unit",
        ),
        ("Rooms 201-209, 9 Bumazhnaya St, Perm", "9 Bumazhnaya Street, room 205, Perm", "same unit"),
        ("10 Tverskaya ul., оф. 5, Moskva", "Москва, ул. Тверская, д. 10, кв. 15", "same building"),
        ("9 Tverskaya St, office 12, floor 3, Moscow", "d. 9 etazh 3 ofis 12, ul. Tverskaya, Moscow", "same unit"),
        (MAIN, "14c Hung Shui Kiu Main Street, Yuen Long", "same address"),
        (MAIN, "14 Hung Shui Kiu Main St, Yuen Long, HK", "same building"),
    ],
)
def test_floors_and_doors_are_one_unit_in_every_way_of_writing_them(one: str, other: str, level: str) -> None:
    assert level_of(one, other) == level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Warehouse 5, 12 Kwai Cheong Road, Hong Kong", "12 Kwai Cheong Rd, Warehouse No. 5, HK", "same unit"),
        ("Warehouse 5, 12 Kwai Cheong Road, Hong Kong", "Warehouse 6, 12 Kwai Cheong Rd, HK", "same building"),
        ("Warehouse 5, 12 Kwai Cheong Road, Hong Kong", "12 Kwai Cheong Rd, Hong Kong", "same building"),
        ("Warehouse 5, 12 Kwai Cheong Road, Hong Kong", "5 Kwai Cheong Rd, Hong Kong", "different"),
        ("Warehouse 5, Jebel Ali Free Zone, Dubai", "Warehouse No. 5, Jebel Ali Free Zone, Dubai, UAE", "same address"),
        ("Warehouse 5, Jebel Ali Free Zone, Dubai", "Warehouse 6, Jebel Ali Free Zone, Dubai, UAE", "different"),
        ("Sklad 5, ul. Lenina 12, Perm", "5 Lenina St, Perm", "different"),
        ("12 Lenina St, korp. 1, Perm", "ul. Lenina, d. 12, korpus 1, Perm", "same unit"),
        ("12 Lenina St, korp. 1, Perm", "12 Lenina St, korp. 2, Perm", "same building"),
        ("12 Lenina St, korp. 1, office 5, Perm", "12 Lenina St, korp. 2, office 5, Perm", "same building"),
        ("12 Lenina St, korp. 1, office 5, Perm", "12 Lenina St, office 5, Perm", "same unit"),
        ("Block A, 12 Canal Road, Karachi", "Block B, 12 Canal Road, Karachi", "same building"),
        ("Block A, 12 Canal Road, Karachi", "12 Canal Rd., Block A, Karachi", "same unit"),
    ],
)
def test_one_of_several_buildings_at_a_house_number(one: str, other: str, level: str) -> None:
    assert level_of(one, other) == level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("浙江省杭州市滨江区阡陌路555号", "No. 555 Qianmo Road, Binjiang District, Hangzhou, Zhejiang", "same address"),
        ("浙江省杭州市滨江区江陵路555号", "No. 555 Qianmo Road, Binjiang District, Hangzhou, Zhejiang", "different"),
        (
            "中国上海市黄浦区南京东路100号3楼302室",
            "Room 302, 3/F, No. 100 East Nanjing Road, Huangpu District, Shanghai, China",
            "same unit",
        ),
        ("上海市黄浦区南京西路100号", "No. 100 East Nanjing Road, Huangpu District, Shanghai, China", "different"),
    ],
)
def test_addresses_in_han_characters_are_read_in_mandarin(one: str, other: str, level: str) -> None:
    assert level_of(one, other) == level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("香港九龍旺角花園街2-16號好景商業中心1605室", HO_KING, "same unit"),
        ("香港灣仔盧押道18號海德中心16樓D室", LUARD, "same unit"),
        ("中国香港湾仔卢押道１８号１６楼Ｄ室", LUARD, "same unit"),
        ("香港上環文咸東街135號704室", STRAND, "same unit"),
        ("香港灣仔軒尼詩道253-261號依時商業大廈1502室", EASEY, "same unit"),
        ("旺角彌敦道610號荷李活商業中心13樓1318-19室, 香港", HOLLYWOOD, "same unit"),
        ("旺角彌敦道610號荷李活商業中心13樓1318室, Hong Kong", HOLLYWOOD, "same unit"),
        ("香港旺角彌敦道610號荷李活商業中心13樓1320室", HOLLYWOOD, "same building"),
        ("九龍尖沙咀漆咸道南45-51號其士大廈803室", CHEVALIER, "same unit"),
        ("九龍尖沙咀漆咸道北45-51號其士大廈803室", CHEVALIER, "different"),
        ("香港灣仔盧押道20號16樓D室", LUARD, "different"),
        ("香港灣仔謝斐道18號16樓D室", LUARD, "different"),
        ("香港灣仔甲乙道18號16樓D室", LUARD, "different"),
        ("香港灣仔甲乙道18號", "香港灣仔丙丁道18號", "different"),
        ("香港灣仔甲乙道18號", "香港灣仔甲乙道18號", "same address"),
        ("广东省深圳市北京道12号", "12 Peking Road, Tsim Sha Tsui, Hong Kong", "different"),
    ],
)
def test_streets_of_hong_kong_have_english_names_of_their_own(one: str, other: str, level: str) -> None:
    assert level_of(one, other) == level


@pytest.mark.parametrize(
    "text", ["", "#", "P.O. Box", "street", "1" * 5000 + "a Elm Road", "Room " + "9" * 5000 + "-1"]
)
def test_what_is_hardly_an_address_is_no_building(text: str) -> None:
    assert level_of(text, text) == "different"


def test_house_numbers_are_not_taken_for_units() -> None:
    form = normalise_address(STRAND)
    assert form.numbers == ((135, 135),)
    assert form.unit == {"u:704"}


def test_the_country_is_no_word_of_the_address() -> None:
    forms = [
        normalise_address(f"18 Luard Road, Wan Chai{end}") for end in (", Hong Kong", ", HK", ", Hong Kong, China")
    ]
    assert {form.country for form in forms} == {"HK"}
    assert {form.words for form in forms} == {("luard", "road", "wan", "chai")}
    assert normalise_address("5 Elm Road, Fresno, CA").country is None


@pytest.mark.parametrize("address", [LUARD, MAIN, HASAT, "1 Raffles Place, #36-01 One Raffles Place, Singapore"])
def test_an_address_agrees_with_itself(address: str) -> None:
    match = compare_addresses(normalise_address(address), normalise_address(address))
    assert match.same_building
    assert match.same_unit or match.no_unit
    assert match.score > 0.9


@pytest.mark.parametrize(
    ("one", "other", "may"),
    [
        ("18 Luard Rd, Wan Chai, Hong Kong", "16-20 Luard Road, Wan Chai, China", True),
        ("18 Luard Rd, Wan Chai", "Luard Road, Wan Chai", True),
        ("18 Luard Rd, Wan Chai", "22 Luard Road, Wan Chai", False),
        ("18 Luard Rd, Hong Kong", "18 Luard Road, Germany", False),
    ],
)
def test_addresses_set_aside_quickly_are_never_one_building(one: str, other: str, may: bool) -> None:
    left, right = normalise_address(one), normalise_address(other)
    assert may_share_building(left, right) is may_share_building(right, left) is may
    assert may or not compare_addresses(left, right).same_building
